package dev.agentpost.mail.mailboxstore.webadmin;

import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.AdminRoute;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.mailboxstore.Scavenger;
import dev.agentpost.mail.mailboxstore.integrity.StoreCheck;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.james.task.Task;
import org.apache.james.task.TaskManager;
import org.apache.james.webadmin.Routes;
import reactor.core.publisher.Mono;
import spark.Request;
import spark.Service;

/** {@code /store}: whether what is stored agrees with itself, and the removal of what nothing points to. */
public final class StoreRoutes implements Routes {
    private static final String BASE_PATH = "/store";

    private final StoreCheck check;
    private final Scavenger scavenger;
    private final TaskManager tasks;
    private final Clock clock;

    @Inject
    public StoreRoutes(StoreCheck check, Scavenger scavenger, TaskManager tasks, Clock clock) {
        this.check = check;
        this.scavenger = scavenger;
        this.tasks = tasks;
        this.clock = clock;
    }

    @Override
    public String getBasePath() {
        return BASE_PATH;
    }

    @Override
    public void define(Service service) {
        service.post(BASE_PATH + "/checks", new AdminRoute(this::check));
        service.post(BASE_PATH + "/scavenges", new AdminRoute(this::scavenge));
    }

    private Mono<Answer> check(Request request) {
        JsonBody body = JsonBody.read(request, "inbox", "repair", "depth");
        Optional<String> inbox = body.optionalTextNotNull("inbox").map(email -> email.toLowerCase(Locale.ROOT));
        StoreCheck.Options options = new StoreCheck.Options(
                inbox,
                body.optionalBooleanNotNull("repair").orElse(false),
                body.optionalTextNotNull("depth").map(StoreRoutes::depth).orElse(StoreCheck.Depth.HEADERS));
        return submit(new StoreCheckTask(check, options, clock));
    }

    private Mono<Answer> scavenge(Request request) {
        boolean sweep =
                JsonBody.read(request, "sweep").optionalBooleanNotNull("sweep").orElse(false);
        return submit(new ScavengeTask(scavenger, sweep, clock));
    }

    private static StoreCheck.Depth depth(String value) {
        return Stream.of(StoreCheck.Depth.values())
                .filter(depth -> depth.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst()
                .orElseThrow(() -> AdminError.badField("depth", "must be counters, headers or bodies"));
    }

    private Mono<Answer> submit(Task task) {
        return Mono.fromCallable(
                () -> Answer.created(Map.of("taskId", tasks.submit(task).asString())));
    }
}
