package dev.agentpost.mail.admin.webadmin;

import dev.agentpost.mail.login.LoginChange;
import dev.agentpost.mail.login.LoginChanges;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** Keeps what was announced, for a test to look at. */
public final class RecordedLoginChanges implements LoginChanges {
    private final List<LoginChange> published = new CopyOnWriteArrayList<>();

    @Override
    public Mono<Void> publish(LoginChange change) {
        return Mono.fromRunnable(() -> published.add(change));
    }

    public void forget() {
        published.clear();
    }

    public List<LoginChange> published() {
        return published;
    }
}
