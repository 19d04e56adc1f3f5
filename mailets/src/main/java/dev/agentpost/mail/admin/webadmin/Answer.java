package dev.agentpost.mail.admin.webadmin;

import java.util.Optional;

/** What a route answers when it has done what was asked. */
public record Answer(int status, Optional<Object> body) {

    public static Answer ok(Object body) {
        return new Answer(200, Optional.of(body));
    }

    public static Answer created(Object body) {
        return new Answer(201, Optional.of(body));
    }

    public static Answer noContent() {
        return new Answer(204, Optional.empty());
    }
}
