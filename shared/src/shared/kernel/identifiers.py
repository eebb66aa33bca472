"""Check digits of Polish identifiers. Each function returns its argument or raises ValueError saying what is wrong."""

_NIP_WEIGHTS = (6, 5, 7, 2, 3, 4, 5, 6, 7)


def check_krs(number: str) -> str:
    """KRS: ten digits, zero-padded; it has no check digit."""
    if len(number) != 10 or not number.isascii() or not number.isdigit():
        raise ValueError("a KRS number has ten digits")
    return number


def check_nip(number: str) -> str:
    """NIP: weighted sum of nine digits modulo 11 is the tenth; 10 is never issued."""
    if len(number) != 10 or not number.isascii() or not number.isdigit():
        raise ValueError("a NIP has ten digits")
    remainder = sum(weight * int(digit) for weight, digit in zip(_NIP_WEIGHTS, number, strict=False)) % 11
    if remainder != int(number[9]):
        raise ValueError("the check digit of the NIP does not agree")
    return number


def check_nrb(number: str) -> str:
    """NRB: the 26 digits of a Polish IBAN (ISO 13616) without "PL"; modulo 97 must give 1."""
    if len(number) != 26 or not number.isascii() or not number.isdigit():
        raise ValueError("a bank account number (NRB) has 26 digits")
    if int(number[2:] + "2521" + number[:2]) % 97 != 1:
        raise ValueError("the check digits of the bank account number do not agree")
    return number
