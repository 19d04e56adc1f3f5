package dev.agentpost.mail.submission.smtp;

import com.google.common.collect.ImmutableList;
import dev.agentpost.mail.core.MessageHeader;
import dev.agentpost.mail.core.ReceivedField;
import dev.agentpost.mail.core.smtp.MailSession;
import dev.agentpost.mail.core.smtp.SmtpReply;
import dev.agentpost.mail.core.smtp.StoreCalls;
import dev.agentpost.mail.login.LoginContext;
import dev.agentpost.mail.login.smtp.SmtpLogin;
import dev.agentpost.mail.submission.HeaderPolicy;
import dev.agentpost.mail.submission.MissingFields;
import dev.agentpost.mail.submission.SenderAddresses;
import dev.agentpost.mail.submission.SenderIdentity;
import dev.agentpost.mail.submission.SubmissionAttributes;
import dev.agentpost.mail.submission.SubmissionId;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One message under way: who sends it to whom, from where and since when. */
record Submission(
        SubmissionId id,
        LoginContext login,
        MaybeSender sender,
        List<MailAddress> recipients,
        String clientName,
        InetAddress clientAddress,
        String serverName,
        String sessionId,
        Instant when) {
    private static final Logger LOGGER = LoggerFactory.getLogger(Submission.class);

    static Submission of(MailSession session, Instant when) {
        return new Submission(
                SubmissionId.generate(),
                SmtpLogin.of(session).orElseThrow(),
                session.getAttachment(SMTPSession.SENDER, State.Transaction).orElseThrow(),
                session.getAttachment(SMTPSession.RCPT_LIST, State.Transaction).orElse(ImmutableList.of()),
                session.getAttachment(SMTPSession.CURRENT_HELO_NAME, State.Connection)
                        .orElse("unknown"),
                session.getRemoteAddress().getAddress(),
                session.getConfiguration().getHelloName(),
                session.getSessionID(),
                when);
    }

    /** A store that fails makes it a temporary one. */
    Optional<SmtpReply> refusal(SMTPSession session, MessageHeader header, SenderAddresses senders) {
        boolean mayBeSent = !sender.isNullSender() || (recipients.size() == 1 && HeaderPolicy.isReadReceipt(header));
        if (!mayBeSent) {
            return Optional.of(SubmissionReplies.NO_READ_RECEIPT);
        }
        HeaderPolicy ofOwnAddress = new HeaderPolicy(SenderIdentity.of(login.email()));
        return ofOwnAddress.refusal(header).flatMap(unlessAlias -> refusalWithAliases(session, header, senders));
    }

    private Optional<SmtpReply> refusalWithAliases(SMTPSession session, MessageHeader header, SenderAddresses senders) {
        try {
            SenderIdentity identity = StoreCalls.await(session, senders.identity(login, HeaderPolicy.senders(header)))
                    .orElseThrow();
            return new HeaderPolicy(identity).refusal(header).map(SubmissionReplies::forbidden);
        } catch (RuntimeException e) {
            LOGGER.warn("The senders of message {} could not be looked up", id, e);
            return Optional.of(SmtpReply.STORE_DOWN);
        }
    }

    String receivedField() {
        Optional<String> onlyRecipient =
                recipients.size() == 1 ? Optional.of(recipients.get(0).asString()) : Optional.empty();
        return new ReceivedField(clientName, clientAddress, serverName, "ESMTPSA", id.value(), onlyRecipient, when)
                .render();
    }

    String missingFields(MessageHeader header) {
        return MissingFields.render(header, id, login.email().domain(), when);
    }

    /** @param addedFields the names of those that were missing */
    MailImpl toMail(List<String> addedFields) {
        MailImpl mail = MailImpl.builder()
                .name(id.value())
                .sender(sender)
                .addRecipients(recipients)
                .build();
        // addresses only: James would look their names up
        mail.setRemoteHost(clientAddress.getHostAddress());
        mail.setRemoteAddr(clientAddress.getHostAddress());
        set(mail, SubmissionAttributes.ORGANIZATION_ID, login.organizationId().value());
        set(mail, SubmissionAttributes.INBOX_ID, login.inboxId().value());
        set(mail, SubmissionAttributes.INBOX_EMAIL, login.email().asString());
        set(mail, SubmissionAttributes.KEY_ID, login.keyId().value());
        set(mail, SubmissionAttributes.SUBMISSION_ID, id.value());
        if (!addedFields.isEmpty()) {
            set(mail, SubmissionAttributes.ADDED_FIELDS, String.join(",", addedFields));
        }
        set(mail, Mail.SMTP_AUTH_USER, login.email().asString());
        set(mail, Mail.SMTP_SESSION_ID, sessionId);
        return mail;
    }

    private static void set(MailImpl mail, AttributeName name, String value) {
        mail.setAttribute(new Attribute(name, AttributeValue.of(value)));
    }
}
