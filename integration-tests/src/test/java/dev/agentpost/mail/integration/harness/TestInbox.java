package dev.agentpost.mail.integration.harness;

/** What a client is configured with. */
public record TestInbox(String email, String key) {

    public TestInbox withKey(String other) {
        return new TestInbox(email, other);
    }

    public TestInbox withEmail(String other) {
        return new TestInbox(other, key);
    }

    public TestInbox tagged(String tag) {
        return withEmail(email.replace("@", "+" + tag + "@"));
    }
}
