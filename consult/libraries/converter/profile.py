"""What LibreOffice is told before it opens a stranger's file: nothing of it runs, and nothing is fetched for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

# Path, name, value. The port of the proxy is that of the service "discard": whatever asks for an address is refused at once.
SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Misc", "UseLocking", "false"),
    ("Common/Load", "UpdateDocMode", "0"),
    ("Writer/Content/Update", "Link", "2"),
    ("Writer/Content/Update", "Field", "false"),
    ("Calc/Content/Update", "Link", "2"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)
ROOTS = {"Inet": "/org.openoffice.Inet"}
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)


def write_profile(folder: Path) -> None:
    """Write a profile of LibreOffice into ``folder``, which is empty."""
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(HEAD + "".join(map(_item, SETTINGS)) + "</oor:items>\n")


def _item(setting: tuple[str, str, str]) -> str:
    place, name, value = setting
    root, _slash, rest = place.partition("/")
    path = f"{ROOTS.get(root, f'/org.openoffice.Office.{root}')}/{rest}"
    return (
        f'<item oor:path={quoteattr(path)}><prop oor:name={quoteattr(name)} oor:op="fuse">'
        f"<value>{escape(value)}</value></prop></item>\n"
    )


def write_fonts(file: Path, folders: Sequence[Path], cache: Path) -> None:
    """Write a configuration of fonts: those of the system, and those in ``folders``."""
    named = "".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders)
    file.write_text(
        '<?xml version="1.0"?><fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"{named}<cachedir>{escape(str(cache))}</cachedir></fontconfig>\n"
    )
