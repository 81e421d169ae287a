"""Measures a PDF and holds it against the layout of Nghị định 30/2020/NĐ-CP."""
