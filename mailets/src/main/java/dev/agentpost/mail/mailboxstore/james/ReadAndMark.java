package dev.agentpost.mail.mailboxstore.james;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import javax.mail.Flags;
import org.apache.james.mailbox.exception.InsufficientRightsException;
import org.apache.james.mailbox.exception.MailboxException;
import org.apache.james.mailbox.store.FlagsUpdateCalculator;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Mappers for sessions with {@link SessionRights#READ_AND_MARK}: what is not known to read is refused, so that a method that
 * James adds is.
 */
final class ReadAndMark {
    private static final Set<String> READING = Set.of(
            "find",
            "list",
            "get",
            "count",
            "retrieve",
            "has",
            "exist",
            "pathExists",
            "userMailboxes",
            "execute",
            "endRequest",
            "resetRecent");

    private static final String MARKING = "updateFlags";

    private ReadAndMark() {}

    static <T> T of(Class<T> mapper, T unlimited) {
        return mapper.cast(Proxy.newProxyInstance(
                mapper.getClassLoader(),
                new Class<?>[] {mapper},
                (proxy, method, arguments) ->
                        mayCall(method, arguments) ? call(unlimited, method, arguments) : refuse(method)));
    }

    static InsufficientRightsException refusal() {
        return new InsufficientRightsException("this session may read and mark messages only");
    }

    private static boolean mayCall(Method method, Object[] arguments) {
        String name = method.getName();
        return method.getDeclaringClass() == Object.class
                || READING.stream().anyMatch(name::startsWith)
                || (name.startsWith(MARKING) && marksOnly(arguments));
    }

    private static boolean marksOnly(Object[] arguments) {
        return Arrays.stream(arguments)
                .filter(FlagsUpdateCalculator.class::isInstance)
                .map(FlagsUpdateCalculator.class::cast)
                .allMatch(ReadAndMark::keepsTheRest);
    }

    private static boolean keepsTheRest(FlagsUpdateCalculator update) {
        Flags rest = new Flags(Flags.Flag.DELETED);
        rest.add(Flags.Flag.DRAFT);
        Flags ofNone = update.buildNewFlags(new Flags());
        return update.buildNewFlags(rest).contains(rest)
                && !ofNone.contains(Flags.Flag.DELETED)
                && !ofNone.contains(Flags.Flag.DRAFT);
    }

    private static Object call(Object unlimited, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(unlimited, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Object refuse(Method method) throws MailboxException {
        if (Flux.class.isAssignableFrom(method.getReturnType())) {
            return Flux.error(refusal());
        }
        if (Publisher.class.isAssignableFrom(method.getReturnType())) {
            return Mono.error(refusal());
        }
        if (Arrays.asList(method.getExceptionTypes()).contains(MailboxException.class)) {
            throw refusal();
        }
        throw new IllegalStateException(refusal());
    }
}
