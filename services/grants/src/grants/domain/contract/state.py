"""A contract is unsigned, signed, or known from a register; the first of these facts holds."""

from dataclasses import dataclass

from grants.domain.contract.events import ContractSigned, GrantTakenOver


@dataclass(frozen=True, slots=True)
class Unsigned:
    """No deed and no register's row under this id."""


@dataclass(frozen=True, slots=True)
class Signed:
    contract: ContractSigned


@dataclass(frozen=True, slots=True)
class TakenOver:
    grant: GrantTakenOver


ContractState = Unsigned | Signed | TakenOver


def evolve(state: ContractState, event: object) -> ContractState:
    match state, event:
        case Unsigned(), ContractSigned() as contract:
            return Signed(contract)
        case Unsigned(), GrantTakenOver() as grant:
            return TakenOver(grant)
    return state
