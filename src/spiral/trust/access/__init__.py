"""Who may do what, as data: permissions, and which roles hold them where (decisions/0019)"""
