"""From scene to sensor: geometry of the lens and the pose, blur, motion."""
