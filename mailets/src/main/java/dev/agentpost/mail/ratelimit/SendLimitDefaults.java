package dev.agentpost.mail.ratelimit;

/** What holds where no limit was set. */
public record SendLimitDefaults(SendLimit inbox, SendLimit apiKey, SendLimit organization) {
    private static final int HOUR = 3_600;
    private static final int DAY = 24 * HOUR;

    public static final SendLimitDefaults SHIPPED = new SendLimitDefaults(
            SendLimit.of(new SendWindow(100, HOUR), new SendWindow(1_000, DAY)), SendLimit.NONE, SendLimit.NONE);

    SendLimit of(SendScope scope) {
        return switch (scope.kind()) {
            case INBOX -> inbox;
            case API_KEY -> apiKey;
            case ORGANIZATION -> organization;
        };
    }
}
