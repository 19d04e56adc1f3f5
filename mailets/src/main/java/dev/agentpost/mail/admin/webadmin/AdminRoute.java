package dev.agentpost.mail.admin.webadmin;

import dev.agentpost.mail.deletion.UnfinishedDeletions.UnderWayException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import spark.Request;
import spark.Response;
import spark.Route;

/**
 * Runs one handler on WebAdmin's thread, which may block, and turns every failure into an answer. WebAdmin's own
 * handling would make a failed check inside the server the caller's fault (any IllegalArgumentException is a 400 there).
 */
public final class AdminRoute implements Route {
    /** Longer than any store's own time limit; deletions of much mail take as long as they take, within this. */
    public static final Duration TIME_LIMIT = Duration.ofMinutes(10);

    private static final Logger LOGGER = LoggerFactory.getLogger(AdminRoute.class);

    /** What a route does. An {@link AdminError}, thrown or in the publisher, is answered as it says. */
    @FunctionalInterface
    public interface Handler {
        Mono<Answer> handle(Request request);
    }

    private final Handler handler;

    public AdminRoute(Handler handler) {
        this.handler = handler;
    }

    @Override
    public Object handle(Request request, Response response) {
        try {
            return answer(response, handler.handle(request).block(TIME_LIMIT));
        } catch (AdminError e) {
            return answer(response, e);
        } catch (UnderWayException underWay) {
            return answer(response, AdminError.unavailable(underWay.getMessage() + "; the request may be repeated"));
        } catch (NullPointerException
                | IllegalArgumentException
                | ClassCastException
                | IndexOutOfBoundsException
                | UnsupportedOperationException defect) {
            LOGGER.error("{} {} failed", request.requestMethod(), request.uri(), defect);
            return answer(response, AdminError.unexpected(defect));
        } catch (RuntimeException storeFailure) {
            LOGGER.warn(
                    "{} {} failed because a store did not answer",
                    request.requestMethod(),
                    request.uri(),
                    storeFailure);
            return answer(response, AdminError.unavailable(storeFailure));
        }
    }

    private static String answer(Response response, Answer answer) {
        response.status(answer.status());
        return answer.body().map(Json::write).orElse("");
    }

    private static String answer(Response response, AdminError error) {
        response.status(error.status());
        return Json.write(error.body());
    }
}
