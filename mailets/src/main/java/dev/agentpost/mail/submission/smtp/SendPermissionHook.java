package dev.agentpost.mail.submission.smtp;

import dev.agentpost.mail.core.smtp.StoreCalls;
import dev.agentpost.mail.login.LoginContext;
import dev.agentpost.mail.login.smtp.SmtpLogin;
import dev.agentpost.mail.submission.SendPermission;
import dev.agentpost.mail.submission.SendPermissions;
import javax.inject.Inject;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;

/**
 * Refuses MAIL, and a message whose MAIL was earlier, while the organization is suspended or the inbox paused. A store that
 * fails is answered by the caller.
 */
public class SendPermissionHook implements MailHook, JamesMessageHook {
    private final SendPermissions permissions;

    @Inject
    public SendPermissionHook(SendPermissions permissions) {
        this.permissions = permissions;
    }

    @Override
    public HookResult doMail(SMTPSession session, MaybeSender sender) {
        return decide(session);
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        return decide(session);
    }

    private HookResult decide(SMTPSession session) {
        LoginContext login = SmtpLogin.of(session).orElseThrow();
        SendPermission permission =
                StoreCalls.await(session, permissions.find(login)).orElseThrow();
        return permission instanceof SendPermission.Refused refused
                ? SubmissionReplies.forbidden(refused.reason()).toHookResult()
                : HookResult.DECLINED;
    }
}
