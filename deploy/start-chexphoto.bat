@echo off
rem Starts CheXphoto Lab in Windows: double-click, or call it with options of the server. See start.py.
setlocal
set PYTHONUTF8=1
where py >nul 2>nul
if errorlevel 1 goto plain
py -3 "%~dp0start.py" %*
goto end
:plain
python "%~dp0start.py" %*
:end
if errorlevel 1 pause
