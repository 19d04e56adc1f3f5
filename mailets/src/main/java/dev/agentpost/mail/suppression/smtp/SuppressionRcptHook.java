package dev.agentpost.mail.suppression.smtp;

import dev.agentpost.mail.core.smtp.SmtpReply;
import dev.agentpost.mail.core.smtp.StoreCalls;
import dev.agentpost.mail.filterrule.EnvelopeAddress;
import dev.agentpost.mail.login.LoginContext;
import dev.agentpost.mail.login.smtp.SmtpLogin;
import dev.agentpost.mail.suppression.Suppression;
import dev.agentpost.mail.suppression.Suppressions;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;

/** Refuses recipients that do not exist as far as we have been told. A store that fails is answered by the caller. */
public class SuppressionRcptHook implements RcptHook {
    private final Suppressions suppressions;

    @Inject
    public SuppressionRcptHook(Suppressions suppressions) {
        this.suppressions = suppressions;
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        LoginContext login = SmtpLogin.of(session).orElseThrow();
        EnvelopeAddress address = EnvelopeAddress.of(
                recipient.getLocalPart(), recipient.getDomain().asString());
        return StoreCalls.await(session, suppressions.find(login.organizationId(), address))
                .map(SuppressionRcptHook::refuse)
                .orElse(HookResult.DECLINED);
    }

    /** 5.1.1 as the remote server would say, whatever kind of address failure it was: clients know it best. */
    private static HookResult refuse(Suppression suppression) {
        return new SmtpReply("550", "5.1.1", suppression.explanation()).toHookResult();
    }
}
