package dev.agentpost.mail.server.configuration;

/** What becomes of mail for addresses that are not ours. */
public enum OutboundMode {
    /** Kept in the mail repository {@code sink}: nothing leaves the machine. */
    SINK;

    public static final String OUTBOUND_MODE = "OUTBOUND_MODE";

    static OutboundMode from(Environment environment) {
        return environment
                .text(OUTBOUND_MODE)
                .map(value -> switch (value) {
                    case "sink" -> SINK;
                    case "direct", "smarthost" ->
                        throw InvalidSettingException.of(OUTBOUND_MODE, value, "it is not available yet, only sink is");
                    default -> throw InvalidSettingException.of(OUTBOUND_MODE, value, "sink is expected");
                })
                .orElse(SINK);
    }
}
