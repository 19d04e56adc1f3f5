package dev.agentpost.mail.server.configuration;

import dev.agentpost.mail.folder.ExpungeMode;
import java.time.Duration;

/**
 * What becomes of expunged messages.
 *
 * @param retention how long a message stays in Trash after it came there
 */
public record TrashSettings(ExpungeMode expunge, Duration retention) {
    private static final int MAX_DAYS = 36_500;

    static TrashSettings from(Environment environment) {
        return new TrashSettings(
                environment.get(
                        Setting.EXPUNGE,
                        value -> switch (value) {
                            case "trash" -> ExpungeMode.TRASH;
                            case "delete" -> ExpungeMode.DELETE;
                            default -> throw new IllegalArgumentException(value);
                        },
                        "trash or delete is expected"),
                Duration.ofDays(environment.number(
                        Setting.TRASH_RETENTION_DAYS, 1, MAX_DAYS, "a number of days from 1 to 36500 is expected")));
    }
}
