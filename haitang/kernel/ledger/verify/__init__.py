"""Prove that the ledger is as it was written; what is not, is named with its day."""

from haitang.kernel.ledger.verify.report import Finding, VerifyReport
from haitang.kernel.ledger.verify.run import verify

__all__ = ["Finding", "VerifyReport", "verify"]
