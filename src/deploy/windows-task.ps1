# Daogang at boot on Windows: a scheduled task of the account LOCAL SERVICE. Once, in a PowerShell opened as administrator:
#   powershell -ExecutionPolicy Bypass -File windows-task.ps1
# Settings stand in daogang.env beside the program. To remove it: Unregister-ScheduledTask -TaskName daogang

$ErrorActionPreference = 'Stop'

# One folder up in an unpacked archive, two in a checkout.
$root = @("$PSScriptRoot\..", "$PSScriptRoot\..\..") | Where-Object { Test-Path -LiteralPath "$_\dist\server\main.js" } | Select-Object -First 1
if (-not $root) { throw 'dist\server\main.js is not there: unpack the whole archive, or run npm start once.' }
$root = (Resolve-Path -LiteralPath $root).Path
$node = (Get-Command node.exe).Source

# The task's own account must be able to write its data, and nobody but it and administrators may read them.
$data = Join-Path $env:ProgramData 'daogang'
New-Item -ItemType Directory -Force -Path $data | Out-Null
icacls $data /inheritance:r /grant '*S-1-5-19:(OI)(CI)M' '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-18:(OI)(CI)F' | Out-Null

$settingsFile = Join-Path $root 'daogang.env'
if (-not (Test-Path -LiteralPath $settingsFile)) { Set-Content -LiteralPath $settingsFile -Value '# Settings of daogang: NAME=value' -Encoding ASCII }
if (-not (Select-String -LiteralPath $settingsFile -Pattern '^DATA_DIR=' -Quiet)) { Add-Content -LiteralPath $settingsFile -Value "DATA_DIR=$data" -Encoding ASCII }

$action = New-ScheduledTaskAction -Execute $node -Argument '--env-file=daogang.env dist\server\main.js' -WorkingDirectory $root
$trigger = New-ScheduledTaskTrigger -AtStartup
$principal = New-ScheduledTaskPrincipal -UserId 'S-1-5-19' -LogonType ServiceAccount -RunLevel Limited
$settings = New-ScheduledTaskSettingsSet -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) -ExecutionTimeLimit ([TimeSpan]::Zero) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -StartWhenAvailable -MultipleInstances IgnoreNew

Register-ScheduledTask -TaskName 'daogang' -Action $action -Trigger $trigger -Principal $principal -Settings $settings -Force | Out-Null
Start-ScheduledTask -TaskName 'daogang'
Write-Output "daogang starts at boot; settings: $settingsFile"
