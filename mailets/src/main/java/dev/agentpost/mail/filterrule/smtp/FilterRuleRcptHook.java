package dev.agentpost.mail.filterrule.smtp;

import dev.agentpost.mail.core.smtp.SmtpReply;
import dev.agentpost.mail.core.smtp.StoreCalls;
import dev.agentpost.mail.filterrule.EnvelopeAddress;
import dev.agentpost.mail.filterrule.EnvelopeCheck;
import dev.agentpost.mail.filterrule.FilterDecision;
import dev.agentpost.mail.filterrule.RuleScope;
import dev.agentpost.mail.login.LoginContext;
import dev.agentpost.mail.login.smtp.SmtpLogin;
import java.time.Clock;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses recipients that a rule blocks, one by one; nobody who is not logged in has send rules. A store that fails is answered by the caller. */
public class FilterRuleRcptHook implements RcptHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(FilterRuleRcptHook.class);

    private final EnvelopeCheck check;
    private final Clock clock;

    @Inject
    public FilterRuleRcptHook(EnvelopeCheck check, Clock clock) {
        this.check = check;
        this.clock = clock;
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        Optional<LoginContext> login = SmtpLogin.of(session);
        CheckedSince.begin(session, clock.instant());
        FilterDecision decision = StoreCalls.await(
                        session,
                        check.decide(
                                login.map(who -> new RuleScope(who.organizationId(), who.inboxId())),
                                sender.asOptional().map(FilterRuleRcptHook::address),
                                address(recipient)))
                .orElseThrow();
        return decision instanceof FilterDecision.Blocked blocked ? refuse(blocked, login) : HookResult.DECLINED;
    }

    private static HookResult refuse(FilterDecision.Blocked blocked, Optional<LoginContext> login) {
        String answer = blocked.explanationFor(login.map(LoginContext::organizationId));
        if (!answer.equals(blocked.explanation())) {
            LOGGER.info("Sender was not told: {} (rules of {})", blocked.explanation(), blocked.scope());
        }
        return new SmtpReply("550", "5.7.1", answer).toHookResult();
    }

    private static EnvelopeAddress address(MailAddress address) {
        return EnvelopeAddress.of(address.getLocalPart(), address.getDomain().asString());
    }
}
