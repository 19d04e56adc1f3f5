package dev.agentpost.mail.server.configuration;

import com.google.common.base.Ascii;
import java.util.stream.Stream;

/** What becomes of mail for addresses that are not ours. */
public enum OutboundMode {
    /** Kept in the mail repository {@code sink}: nothing leaves the machine. */
    SINK,
    /** To the servers that the recipients' domains name. */
    DIRECT,
    /** To one server, which sends it on. */
    SMARTHOST;

    /** As it is written in the setting. */
    public String value() {
        return Ascii.toLowerCase(name());
    }

    static OutboundMode from(Environment environment) {
        return environment.get(Setting.OUTBOUND_MODE, OutboundMode::parse, "sink, direct or smarthost is expected");
    }

    private static OutboundMode parse(String value) {
        return Stream.of(values())
                .filter(mode -> mode.value().equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(value));
    }
}
