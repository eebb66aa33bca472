"""A contract is unsigned, signed, or known from a register; the first of these facts holds. A signed one changes."""

from dataclasses import dataclass, replace

from grants.domain.contract.events import AnnexSigned, ContractSigned, ContractTerminated, GrantTakenOver


@dataclass(frozen=True, slots=True)
class Unsigned:
    """No deed and no register's row under this id."""


@dataclass(frozen=True, slots=True)
class Signed:
    """The deed as it was signed, its latest annex, and its end before performance."""

    contract: ContractSigned
    annex: AnnexSigned | None = None
    terminated: ContractTerminated | None = None

    @property
    def terms(self) -> ContractSigned:
        """The contract as it stands, with its annexes."""
        if self.annex is None:
            return self.contract
        return replace(self.contract, amount_grosze=self.annex.contract_amount_grosze, tranches=self.annex.tranches)


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
        case Signed(), AnnexSigned() as annex:
            return replace(state, annex=annex)
        case Signed(terminated=None), ContractTerminated() as terminated:
            return replace(state, terminated=terminated)
    return state
