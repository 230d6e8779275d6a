"""Looks at every file of an image (an OCI layout) with readelf alone, and at its SBOM: arguments LAYOUT SBOM.
Fails on a library that is missing or that nobody needs, on a file of no known kind, on one that a hardened image must not
have, and on an SBOM that says more or less than is there."""
import hashlib
import json
import os
import re
import stat
import subprocess
import sys
import tarfile
import tempfile

layout, sbom = sys.argv[1:]
SYSTEM = ("usr/lib/", "lib64/")
KINDS = [
    r"opt/java/.+",
    r"opt/martello/lib/[^/]+\.jar",
    r"opt/martello/classes\.jsa",
    r"opt/onnxruntime/(ThirdPartyNotices\.txt|LICENSE.*)",
    r"opt/onnxruntime/libonnxruntime(4j_jni)?\.so(\.[0-9.]+)?",
    r"usr/share/doc/[^/]+/copyright",
    r"var/lib/dpkg/status\.d/[^/]+",
    r"etc/(passwd|group|nsswitch\.conf)",
]
# What a library must import to talk to anybody. Telemetry that no socket can be made for is silent.
TALKING = {"socket", "connect", "send", "sendto", "sendmsg", "getaddrinfo", "gethostbyname", "gethostbyname_r", "system", "popen"}
PROGRAMS = {"opt/java/bin/java", "opt/java/lib/jspawnhelper"}
problems = []


def blob(digest):
    return os.path.join(layout, "blobs", *digest.split(":"))


def load(digest):
    with open(blob(digest)) as file:
        return json.load(file)


def manifest():
    with open(os.path.join(layout, "index.json")) as file:
        found = json.load(file)
    while "manifests" in found:
        assert len(found["manifests"]) == 1, "one platform was expected"
        found = load(found["manifests"][0]["digest"])
    return found


def dynamic(path):
    """SONAME and NEEDED, as readelf prints them."""
    said = subprocess.run(["readelf", "-dW", path], check=True, capture_output=True, text=True).stdout
    soname = re.search(r"\(SONAME\)\s+Library soname: \[(.+)]", said)
    return soname and soname.group(1), set(re.findall(r"\(NEEDED\)\s+Shared library: \[(.+)]", said))


def members(root):
    """Regular files by their path; what else there is, is judged here."""
    files = {}
    for layer in manifest()["layers"]:
        with tarfile.open(blob(layer["digest"])) as tar:
            for one in tar:
                name = one.name.lstrip("./")
                if one.mode & 0o6000:
                    problems.append(f"{name} is setuid or setgid")
                if one.mode & 0o022:
                    problems.append(f"{name} may be written by others")
                if one.isreg():
                    files[name] = one
                    tar.extract(one, root, filter="data")
                elif not one.isdir():
                    problems.append(f"{name} is neither file nor directory")
    return files


def elves(root, files):
    found = {}
    for name in files:
        with open(os.path.join(root, name), "rb") as file:
            if file.read(4) == b"\x7fELF":
                found[name] = dynamic(os.path.join(root, name))
    return found


def libraries(found):
    """Everything that is named is there; every system library is named by something that is used."""
    at = {soname or os.path.basename(name): name for name, (soname, _) in found.items()}
    used = [name for name in found if not name.startswith(SYSTEM)]  # Java loads its own by name
    reached = set(used)
    while used:
        name = used.pop()
        for soname in found[name][1]:
            if soname not in at:
                problems.append(f"{name} needs {soname}, which is missing")
            elif at[soname] not in reached:
                reached.add(at[soname])
                used.append(at[soname])
    for name in set(found) - reached:
        problems.append(f"{name} is needed by nothing")
    return sorted(os.path.basename(name) for name in reached if name.startswith(SYSTEM))


def silent(root, found):
    """ONNX Runtime imports nothing with which it could reach a network."""
    for name in found:
        if name.startswith("opt/onnxruntime/"):
            command = ["readelf", "--dyn-syms", "-W", os.path.join(root, name)]
            said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            imports = set(re.findall(r" UND (\w+)", said))
            if len(imports) < 2:
                problems.append(f"{name}: readelf shows no imports")
            for one in sorted(imports & TALKING):
                problems.append(f"{name} imports {one}")


def kinds(files, found):
    for name, one in files.items():
        if name.startswith(SYSTEM) and name in found:
            continue
        if not any(re.fullmatch(kind, name) for kind in KINDS):
            problems.append(f"{name} is of no kind that an image has")
        if one.mode & stat.S_IXUSR and name not in found:
            problems.append(f"{name} can be executed")
    programs = {name for name in found if ".so" not in name}
    if programs != PROGRAMS & programs or "opt/java/bin/java" not in programs:
        problems.append(f"programs: {sorted(programs)}")


def inventory(root, files, found):
    with open(sbom) as file:
        components = json.load(file)["components"]
    paths = {}
    for component in components:
        path = next(p["value"] for p in component["properties"] if p["name"] == "martello:path").lstrip("/")
        paths[path] = component
        if path.endswith("/"):
            if not any(name.startswith(path) for name in files):
                problems.append(f"SBOM: {path} is not there")
        elif path not in files:
            problems.append(f"SBOM: {path} is not there")
        for digest in component.get("hashes", []):
            with open(os.path.join(root, path), "rb") as file:
                if hashlib.sha256(file.read()).hexdigest() != digest["content"]:
                    problems.append(f"SBOM: {path} has another SHA-256")
    packages = {name.rsplit("/", 1)[1] for name in files if name.startswith("var/lib/dpkg/status.d/")}
    for name in files:
        listed = name in paths or name.startswith("opt/java/") and "opt/java/" in paths
        if (name.endswith((".jar", ".jsa")) or name in found or name.startswith("var/lib/dpkg")) and not listed:
            if not name.startswith(SYSTEM):  # these belong to a package, which is listed
                problems.append(f"SBOM: {name} is not listed")
    licences = {name.split("/")[3] for name in files if name.startswith("usr/share/doc/")}
    if licences != packages:
        problems.append(f"licences of {sorted(licences)}, packages {sorted(packages)}")
    return sorted(packages), sum("ONNX Runtime" in c["name"] for c in components)


with tempfile.TemporaryDirectory() as root:
    files = members(root)
    found = elves(root, files)
    needed = libraries(found)
    kinds(files, found)
    silent(root, found)
    packages, onnx = inventory(root, files, found)
    print(f"{len(files)} files, {len(found)} of them ELF; system libraries, all needed: {', '.join(needed)}")
    print(f"SBOM: packages {', '.join(packages)}; {onnx} files of ONNX Runtime")
    sys.exit("\n".join(sorted(set(problems))) or 0)
