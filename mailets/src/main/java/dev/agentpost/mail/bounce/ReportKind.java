package dev.agentpost.mail.bounce;

/** What a report says of its recipients. */
enum ReportKind {
    FAILED("failed", "Undelivered mail: ", '5'),
    DELAYED("delayed", "Delayed mail: ", '4');

    private final String action;
    private final String subject;
    private final char statusClass;

    ReportKind(String action, String subject, char statusClass) {
        this.action = action;
        this.subject = subject;
        this.statusClass = statusClass;
    }

    /** RFC 3464 section 2.3.3. */
    String action() {
        return action;
    }

    String subject() {
        return subject;
    }

    /** RFC 3463 section 2. */
    char statusClass() {
        return statusClass;
    }
}
