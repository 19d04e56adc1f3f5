package dev.agentpost.mail.clientsetup;

import com.google.common.xml.XmlEscapers;
import dev.agentpost.mail.inbox.InboxAddress;
import java.time.Clock;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** The answers of Microsoft's Autodiscover in XML ([MS-OXDSCLI] section 2.2.4), which Outlook reads. */
public final class Autodiscover {
    public static final String CONTENT_TYPE = "text/xml; charset=utf-8";

    private static final Template SETTINGS =
            Template.load("autodiscover-settings.xml", XmlEscapers.xmlAttributeEscaper());
    private static final Template ERROR = Template.load("autodiscover-error.xml", XmlEscapers.xmlAttributeEscaper());
    private static final String FRAME_SCHEMA = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSS");

    /** Section 2.2.4.1.1.3.1 says what each means. */
    public enum Problem {
        ADDRESS_NOT_FOUND(500, "The email address can't be found.", AutodiscoverRequest.RESPONSE_SCHEMA),
        INVALID_REQUEST(600, "Invalid Request", FRAME_SCHEMA),
        NO_SUCH_PROVIDER(601, "Provider is not available", FRAME_SCHEMA),
        INTERNAL(603, "The settings can't be read now, try again later.", AutodiscoverRequest.RESPONSE_SCHEMA);

        private final int code;
        private final String message;
        private final String schema;

        Problem(int code, String message, String schema) {
            this.code = code;
            this.message = message;
            this.schema = schema;
        }
    }

    private final MailServers servers;
    private final Clock clock;

    public Autodiscover(MailServers servers, Clock clock) {
        this.servers = servers;
        this.clock = clock;
    }

    public String settings(InboxAddress address) {
        return SETTINGS.fill(servers, Map.of("email", address.asString()));
    }

    public String error(Problem problem) {
        return ERROR.fill(Map.of(
                "schema",
                problem.schema,
                "time",
                TIME.format(LocalTime.ofInstant(clock.instant(), ZoneOffset.UTC)),
                "id",
                Integer.toUnsignedLong(servers.host().hashCode()),
                "code",
                problem.code,
                "message",
                problem.message));
    }
}
