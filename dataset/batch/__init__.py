"""Synthesise whole data sets: many processes, the same bytes for any number of them, and no work done twice."""

from dataset.batch.engine import Report, run_batch
from dataset.batch.plan import BatchPlan, Order, plan_batch
from dataset.batch.work import Failed, Made

__all__ = ["BatchPlan", "Failed", "Made", "Order", "Report", "plan_batch", "run_batch"]
