@echo off
rem Starts daogang from wherever it lies; settings come from daogang.env beside it, or from the environment. Options are handed on.
setlocal
chcp 65001 >nul
cd /d "%~dp0"
rem In a checkout this file lies in src\deploy.
if not exist "dist\server\main.js" cd /d "%~dp0..\.."
if not exist "dist\server\main.js" (
  echo Nothing is built here yet; run npm run build, or unpack a whole archive. 1>&2
  exit /b 1
)
if not defined NODE set "NODE=node"
"%NODE%" --version >nul 2>nul
if errorlevel 1 (
  echo Node.js 20.19 or newer is needed; set NODE to its path if it is not in PATH. 1>&2
  exit /b 1
)
if exist "daogang.env" (
  "%NODE%" "--env-file=daogang.env" "dist\server\main.js" %*
) else (
  "%NODE%" "dist\server\main.js" %*
)
exit /b %errorlevel%
