package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.address.smtp.RecipientOwnersHook;
import dev.agentpost.mail.core.smtp.CommandFormDispatcher;
import dev.agentpost.mail.core.smtp.EhloCmdHandler;
import dev.agentpost.mail.core.smtp.EnqueueMessageHook;
import dev.agentpost.mail.core.smtp.GreetingHandler;
import dev.agentpost.mail.core.smtp.NotImplementedCmdHandler;
import dev.agentpost.mail.core.smtp.UnknownCmdHandler;
import dev.agentpost.mail.filterrule.smtp.CheckedRecipientsHook;
import dev.agentpost.mail.filterrule.smtp.FilterRuleRcptHook;
import dev.agentpost.mail.idempotency.smtp.IdempotencyMessageHook;
import dev.agentpost.mail.login.smtp.ApiKeyAuthCmdHandler;
import dev.agentpost.mail.ratelimit.smtp.RateLimitMessageHook;
import dev.agentpost.mail.suppression.smtp.SuppressionRcptHook;
import java.util.List;
import java.util.stream.Stream;
import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.apache.james.protocols.smtp.core.NoopCmdHandler;
import org.apache.james.protocols.smtp.core.QuitCmdHandler;
import org.apache.james.protocols.smtp.core.RsetCmdHandler;

/**
 * All that the submission listener does, in place of James's core package: that one would let passwords in past API
 * keys (UsersRepositoryAuthHook), mail for postmaster past the checks (PostmasterAbuseRcptHook) and names out (VRFY).
 *
 * <p>Hooks run in this order. Those that {@code smtpserver.xml} adds run before them.
 */
public class SubmissionHandlers implements HandlersPackage {
    private static final List<String> HANDLERS = Stream.of(
                    GreetingHandler.class,
                    CommandFormDispatcher.class,
                    EhloCmdHandler.class,
                    ApiKeyAuthCmdHandler.class,
                    MailCmdHandler.class,
                    SendPermissionHook.class,
                    RcptCmdHandler.class,
                    LocalRecipientRcptHook.class,
                    RecipientOwnersHook.class,
                    FilterRuleRcptHook.class,
                    SuppressionRcptHook.class,
                    DataCmdHandler.class,
                    IdempotencyMessageHook.class,
                    CheckedRecipientsHook.class,
                    RateLimitMessageHook.class,
                    EnqueueMessageHook.class,
                    RsetCmdHandler.class,
                    NoopCmdHandler.class,
                    QuitCmdHandler.class,
                    NotImplementedCmdHandler.class,
                    UnknownCmdHandler.class)
            .map(Class::getName)
            .toList();

    @Override
    public List<String> getHandlers() {
        return HANDLERS;
    }
}
