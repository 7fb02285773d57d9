"""机构人员: offices, people, what each may see and do, and handing over."""
