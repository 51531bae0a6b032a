"""What can be made again, on disk: machine code, and automata.

============  ==================================================================================
`places`      which folders may be trusted
`entries`     one file for each thing: a hash, then the thing; written whole or not at all
`sources`     the source files on which a thing depends
`upkeep`      how much there is, and what is removed
============  ==================================================================================
"""
