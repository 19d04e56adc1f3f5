package dev.agentpost.mail.server.configuration;

import com.google.common.net.InetAddresses;
import java.util.Locale;
import java.util.stream.Stream;

/** How the public HTTP listener speaks. Keys cross it: plain text on the network takes a word of the operator. */
public enum ApiTls {
    /** TLS with the server's certificate: what it does unless it listens on loopback. */
    TRUE,
    /** Plain, on loopback only: what it does there. */
    FALSE,
    /** Plain, since a proxy with TLS stands in front, whose word on the client's address is taken. */
    PROXY;

    private static final String EXPECTED =
            "true (TLS with the server's certificate), false (plain, when BIND_ADDRESS is a"
                    + " loopback address) or proxy (plain, behind a proxy with TLS) is expected";

    static ApiTls from(Environment environment, String bindAddress) {
        boolean loopback = InetAddresses.forString(bindAddress).isLoopbackAddress();
        ApiTls wanted =
                environment.find(Setting.API_TLS, ApiTls::parse, EXPECTED).orElse(loopback ? FALSE : TRUE);
        if (wanted == FALSE && !loopback) {
            throw InvalidSettingException.of(
                    Setting.API_TLS,
                    "false",
                    "BIND_ADDRESS=" + bindAddress
                            + " is no loopback address, and keys would cross the network in clear: " + EXPECTED);
        }
        return wanted;
    }

    private static ApiTls parse(String value) {
        return Stream.of(values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(EXPECTED));
    }
}
