"""Parts that several messages of the grants service share."""

from pydantic import BaseModel, ConfigDict

from shared.messages.fields import Amount, Day, TrancheNumber


class Tranche(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    number: TrancheNumber
    amount_grosze: Amount
    due_on: Day


class TrancheFact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")
    number: TrancheNumber
    amount_grosze: Amount
    due_on: Day
