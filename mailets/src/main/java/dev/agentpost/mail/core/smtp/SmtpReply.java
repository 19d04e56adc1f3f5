package dev.agentpost.mail.core.smtp;

import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;

/**
 * One line of answer.
 *
 * @param code the three digits of RFC 5321 section 4.2
 * @param status the enhanced status code of RFC 3463
 */
public record SmtpReply(String code, String status, String text) {
    /** A store or the queue did not answer; the client shall try again later. */
    public static final SmtpReply STORE_DOWN =
            new SmtpReply("451", "4.3.0", "Temporary system problem, try again later");

    /** @param id of the message, which a client that tries again is told again */
    public static SmtpReply accepted(String id) {
        return new SmtpReply("250", "2.6.0", id + " accepted");
    }

    public SMTPResponse toResponse() {
        return new SMTPResponse(code, status + " " + text);
    }

    /** The answer after which the server closes the connection. */
    public SMTPResponse toClosingResponse() {
        SMTPResponse response = toResponse();
        response.setEndSession(true);
        return response;
    }

    public HookResult toHookResult() {
        return HookResult.builder()
                .hookReturnCode(returnCode())
                .smtpReturnCode(code)
                .smtpDescription(status + " " + text)
                .build();
    }

    private HookReturnCode returnCode() {
        return switch (code.charAt(0)) {
            case '2' -> HookReturnCode.ok();
            case '4' -> HookReturnCode.denySoft();
            default -> HookReturnCode.deny();
        };
    }

    @Override
    public String toString() {
        return code + " " + status + " " + text;
    }
}
