package dev.agentpost.mail.clientsetup;

import com.google.common.base.Ascii;
import java.util.Map;

/**
 * Microsoft's Autodiscover in JSON, "version 2": it tells where a service is, and of those that it knows there is one
 * here, Autodiscover in XML.
 */
public final class AutodiscoverLocation {
    private static final String PROTOCOL = "AutodiscoverV1";
    private static final int HTTPS = 443;

    private final String url;

    /** @param port where the HTTP listener is reached with TLS */
    public AutodiscoverLocation(String host, int port) {
        String authority = port == HTTPS ? host : host + ":" + port;
        this.url = "https://" + authority + "/autodiscover/autodiscover.xml";
    }

    /** @param fields of a JSON object */
    public record Answer(boolean found, Map<String, String> fields) {}

    /** @param protocol as it was sent; empty when it was not */
    public Answer find(String protocol) {
        if (Ascii.equalsIgnoreCase(protocol, PROTOCOL)) {
            return new Answer(true, Map.of("Protocol", PROTOCOL, "Url", url));
        }
        return protocol.isEmpty()
                ? refused(
                        "MandatoryParameterMissing",
                        "A valid value must be provided for the query parameter 'Protocol'")
                : refused(
                        "ProtocolNotSupported",
                        "The given protocol value is not supported. Supported values are '" + PROTOCOL + "'");
    }

    private static Answer refused(String code, String message) {
        return new Answer(false, Map.of("ErrorCode", code, "ErrorMessage", message));
    }
}
