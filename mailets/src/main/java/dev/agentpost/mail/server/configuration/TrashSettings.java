package dev.agentpost.mail.server.configuration;

import dev.agentpost.mail.folder.ExpungeMode;
import java.time.Duration;

/**
 * What becomes of expunged messages.
 *
 * @param retention how long a message stays in Trash after it came there
 */
public record TrashSettings(ExpungeMode expunge, Duration retention) {
    public static final String EXPUNGE = "EXPUNGE";
    public static final String TRASH_RETENTION_DAYS = "TRASH_RETENTION_DAYS";

    private static final int MAX_DAYS = 36_500;

    static TrashSettings from(Environment environment) {
        return new TrashSettings(
                environment
                        .text(EXPUNGE)
                        .map(value -> switch (value) {
                            case "trash" -> ExpungeMode.TRASH;
                            case "delete" -> ExpungeMode.DELETE;
                            default -> throw InvalidSettingException.of(EXPUNGE, value, "trash or delete is expected");
                        })
                        .orElse(ExpungeMode.TRASH),
                Duration.ofDays(environment.number(
                        TRASH_RETENTION_DAYS, 30, 1, MAX_DAYS, "a number of days from 1 to 36500 is expected")));
    }
}
