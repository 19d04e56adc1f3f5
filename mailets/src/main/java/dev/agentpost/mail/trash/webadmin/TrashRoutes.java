package dev.agentpost.mail.trash.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminRoute;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.trash.TrashEmptying;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.task.TaskManager;
import org.apache.james.webadmin.Routes;
import reactor.core.publisher.Mono;
import spark.Request;
import spark.Service;

/** {@code /trash}: its emptying, which the server does by itself, too. */
public final class TrashRoutes implements Routes {
    private static final String BASE_PATH = "/trash";

    private final TrashEmptying emptying;
    private final TaskManager tasks;
    private final Clock clock;

    @Inject
    public TrashRoutes(TrashEmptying emptying, TaskManager tasks, Clock clock) {
        this.emptying = emptying;
        this.tasks = tasks;
        this.clock = clock;
    }

    @Override
    public String getBasePath() {
        return BASE_PATH;
    }

    @Override
    public void define(Service service) {
        service.post(BASE_PATH + "/emptyings", new AdminRoute(this::empty));
    }

    private Mono<Answer> empty(Request request) {
        Optional<String> inbox = JsonBody.read(request, "inbox")
                .optionalTextNotNull("inbox")
                .map(email -> email.toLowerCase(Locale.ROOT));
        return Mono.fromCallable(() -> Answer.created(Map.of(
                "taskId",
                tasks.submit(new TrashEmptyingTask(emptying, inbox, clock)).asString())));
    }
}
