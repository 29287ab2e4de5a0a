"""Freezing a version of a paper: what is archived, published and compared with the version before.

* `obstacles`: all that has to be committed, sealed and said before;
* `zenodo`: what Zenodo is told, from `CITATION.cff`;
* `numbers`: which numbers differ from the last release;
* `freezing`: the files of the release, from a site and a verification of this very commit.
"""
