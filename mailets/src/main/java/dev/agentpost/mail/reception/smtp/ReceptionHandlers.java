package dev.agentpost.mail.reception.smtp;

import dev.agentpost.mail.address.smtp.RecipientOwnersHook;
import dev.agentpost.mail.core.smtp.CommandFormDispatcher;
import dev.agentpost.mail.core.smtp.EhloCmdHandler;
import dev.agentpost.mail.core.smtp.EnqueueMessageHook;
import dev.agentpost.mail.core.smtp.NotImplementedCmdHandler;
import dev.agentpost.mail.core.smtp.StartTlsCmdHandler;
import dev.agentpost.mail.core.smtp.UnknownCmdHandler;
import dev.agentpost.mail.filterrule.smtp.CheckedRecipientsHook;
import dev.agentpost.mail.filterrule.smtp.FilterRuleRcptHook;
import java.util.List;
import java.util.stream.Stream;
import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.apache.james.protocols.smtp.core.NoopCmdHandler;
import org.apache.james.protocols.smtp.core.QuitCmdHandler;
import org.apache.james.protocols.smtp.core.RsetCmdHandler;

/**
 * All that the listener for mail from the world does, in place of James's core package. Nobody logs in here: there is no
 * AUTH, and so nothing to relay for.
 *
 * <p>Hooks run in this order. Those that {@code mxserver.xml} adds run before them.
 */
public class ReceptionHandlers implements HandlersPackage {
    private static final List<String> HANDLERS = Stream.of(
                    ReceptionGreeting.class,
                    CommandFormDispatcher.class,
                    EhloCmdHandler.class,
                    StartTlsCmdHandler.class,
                    ReceptionMailCmdHandler.class,
                    MessageRateMailHook.class,
                    ReceptionRcptCmdHandler.class,
                    LocalRecipientRcptHook.class,
                    RecipientOwnersHook.class,
                    FilterRuleRcptHook.class,
                    ReceptionDataCmdHandler.class,
                    CheckedRecipientsHook.class,
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
