package dev.agentpost.mail.server.configuration;

import com.google.common.base.Ascii;

/** What becomes of mail for addresses that are not ours. */
public enum OutboundMode {
    /** Kept in the mail repository {@code sink}: nothing leaves the machine. */
    SINK,
    /** To the servers that the recipients' domains name. */
    DIRECT,
    /** To one server, which sends it on. */
    SMARTHOST;

    public static final String OUTBOUND_MODE = "OUTBOUND_MODE";

    /** As it is written in the setting. */
    public String value() {
        return Ascii.toLowerCase(name());
    }

    static OutboundMode from(Environment environment) {
        return environment
                .text(OUTBOUND_MODE)
                .map(value -> switch (value) {
                    case "sink" -> SINK;
                    case "direct" -> DIRECT;
                    case "smarthost" -> SMARTHOST;
                    default ->
                        throw InvalidSettingException.of(OUTBOUND_MODE, value, "sink, direct or smarthost is expected");
                })
                .orElse(SINK);
    }
}
