package dev.agentpost.mail.core.smtp;

import dev.agentpost.mail.core.MessageHeader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.mail.MessagingException;
import org.apache.james.protocols.api.Response;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;

/** What a listener makes of one message that comes in; used by the thread of its session. */
public interface IncomingMessage {
    /** The name that the mail will have. */
    String id();

    /**
     * Called once, when the header section is there.
     *
     * @param section with the line end of its last field, without the empty line
     * @param out takes the section as it shall be kept
     * @return why the message is refused; then what was written is dropped
     */
    Optional<SmtpReply> takeHeader(byte[] section, MessageHeader fields, OutputStream out) throws IOException;

    /**
     * Called instead, when some line of the header section is no field.
     *
     * @return why the message is refused
     */
    default SmtpReply malformedHeader(byte[] section) {
        return SmtpReplies.HEADER_MALFORMED;
    }

    /**
     * Called for each line of the body.
     *
     * @param from where the line begins, behind the dot of dot-stuffing
     */
    default void takeBodyLine(byte[] line, int from) throws IOException {}

    /**
     * Called at the final dot, for what takes longer than a session may keep its thread. Its lines wait meanwhile.
     *
     * @param kept what was written, header and body
     * @return why the message is refused
     */
    default CompletableFuture<Optional<SmtpReply>> check(MimeMessageInputStreamSource kept) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /** Without its content. */
    MailImpl toMail() throws MessagingException;

    /** @param size in bytes, of what has come */
    void answered(long size, Response answer);
}
