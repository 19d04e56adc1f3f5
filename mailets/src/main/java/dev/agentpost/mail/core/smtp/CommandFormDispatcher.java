package dev.agentpost.mail.core.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.james.protocols.api.BaseRequest;
import org.apache.james.protocols.api.Request;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandDispatcher;
import org.apache.james.protocols.smtp.SMTPSession;

/** Checks the form of a command line before James's dispatcher finds its handler. */
public class CommandFormDispatcher extends CommandDispatcher<SMTPSession> {
    // RFC 5321 section 4.5.3.1.4 asks for 512; extensions such as AUTH= on MAIL need more
    private static final int MAX_BYTES = 2048;

    @Override
    public Response onLine(SMTPSession session, byte[] line) {
        if (!endsWithCrLf(line)) {
            return junk(session) ? tooMuchJunk() : SmtpReplies.LINE_END.toResponse();
        }
        String text = text(line);
        if (text.length() > MAX_BYTES && !text.regionMatches(true, 0, "AUTH ", 0, "AUTH ".length())) {
            return SmtpReplies.LINE_TOO_LONG.toResponse();
        }
        if (text.chars().anyMatch(CommandFormDispatcher::isControl)) {
            return junk(session) ? tooMuchJunk() : SmtpReplies.CONTROL_CHARACTER.toResponse();
        }
        return super.onLine(session, line);
    }

    private static boolean endsWithCrLf(byte[] line) {
        return line.length >= 2 && line[line.length - 2] == '\r' && line[line.length - 1] == '\n';
    }

    /** US-ASCII only: octets above are parts of UTF-8 characters, those from 0x80 to 0x9f too. */
    private static boolean isControl(int octet) {
        return octet < ' ' || octet == 0x7f;
    }

    private static boolean junk(SMTPSession session) {
        return MailSession.of(session).isOneUnknownCommandTooMany();
    }

    private static Response tooMuchJunk() {
        return SmtpReplies.TOO_MANY_UNKNOWN.toClosingResponse();
    }

    /** ISO 8859-1 keeps every octet apart, so that handlers can see what is not ASCII. */
    private static String text(byte[] line) {
        return new String(line, 0, line.length - 2, StandardCharsets.ISO_8859_1);
    }

    @Override
    protected Request parseRequest(SMTPSession session, byte[] line) {
        String text = text(line).strip();
        int space = text.indexOf(' ');
        if (space < 0) {
            return new BaseRequest(text.toUpperCase(Locale.ROOT), null);
        }
        return new BaseRequest(
                text.substring(0, space).toUpperCase(Locale.ROOT),
                text.substring(space + 1).strip());
    }
}
