"""Checks of the manifests that need no cluster: render, schemas, and the rules that no schema knows.

render    the part of kustomize that our overlays use
schemas   Kubernetes' own schemas, strict, and short ones for the resources of operators
rules     what must hold between objects, and what we ask of each
network   who may speak to whom, as the policies have it
"""
