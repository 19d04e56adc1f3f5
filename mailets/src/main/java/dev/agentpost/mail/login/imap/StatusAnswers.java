package dev.agentpost.mail.login.imap;

import org.apache.james.imap.api.Tag;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.response.StatusResponse.Type;
import org.apache.james.imap.message.response.ImmutableStatusResponse;

/**
 * Status answers with the response codes of RFC 5530, which James cannot build: its own extension codes get an X. Written
 * as text, the code stands where it belongs because the answer names no command.
 */
public final class StatusAnswers {
    /** Of another user's mailbox too: whether there is one is not said. */
    public static final String NO_SUCH_MAILBOX = "[NONEXISTENT] no such mailbox";

    public static final String UNAVAILABLE = "[UNAVAILABLE] temporary failure, try again later";

    private static final String KEY = "dev.agentpost.mail.status";

    private StatusAnswers() {}

    public static ImmutableStatusResponse no(Tag tag, String codeAndText) {
        return answer(Type.NO, tag, codeAndText);
    }

    public static ImmutableStatusResponse bad(Tag tag, String text) {
        return answer(Type.BAD, tag, text);
    }

    public static ImmutableStatusResponse ok(Tag tag, String text) {
        return answer(Type.OK, tag, text);
    }

    public static ImmutableStatusResponse untaggedOk(String codeAndText) {
        return answer(Type.OK, null, codeAndText);
    }

    /** For a line whose tag could not be read. */
    public static ImmutableStatusResponse untaggedBad(String text) {
        return answer(Type.BAD, null, text);
    }

    public static ImmutableStatusResponse bye(String text) {
        return answer(Type.BYE, null, text);
    }

    private static ImmutableStatusResponse answer(Type type, Tag tag, String text) {
        return new ImmutableStatusResponse(type, tag, null, new HumanReadableText(KEY, text), null);
    }
}
