"""E-mail, by whichever backend Django is given."""

from smtplib import SMTPException, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage

from haitang.desks.notice.ways.base import Address, Message, Refused, Trouble


class Mail:
    """Plain text; says that a program wrote it, so that nobody's absence answers it."""

    def send(self, message: Message, to: Address) -> list[str]:
        """Send it, under an identifier that stays when it is tried again."""
        headers = {
            "Message-ID": f"<{message.uuid}@{settings.NOTICE['mail_domain']}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        }
        if message.stop_url:
            headers["List-Unsubscribe"] = f"<{message.stop_url}>"
        body = "\n\n".join(part for part in (message.text, message.stop_url) if part)
        try:
            EmailMessage(message.subject, body, to=[to.email], headers=headers).send()
        except SMTPRecipientsRefused:
            raise Refused("the address was refused") from None
        except (SMTPException, OSError) as error:
            raise Trouble(type(error).__name__) from None
        return []
