import pytest, subprocess, io
def test_x(issued):
    d=issued.dossier.documents.get(kind="opinion")
    v=d.versions.get()
    print(v.source, v.pages, issued.dossier.step)
    with v.file.open("rb") as f: b=f.read()
    open("/tmp/signed.pdf","wb").write(b)
    from consult.actions import signing
    for f in signing.facts_of(v): print(f)
    from consult.documents.layout_rules import check
    print({k:x for k,x in check(io.BytesIO(b)).items() if x})
    print(subprocess.run(["pdfsig","/tmp/signed.pdf"],capture_output=True,text=True).stdout)
