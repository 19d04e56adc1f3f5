package dev.agentpost.mail.mailaccess.imap;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.james.imap.api.message.BodyFetchElement;
import org.apache.james.imap.api.message.FetchData;
import org.apache.james.imap.api.message.SectionType;
import org.apache.james.mailbox.model.FetchGroup.Profile;
import org.apache.james.mailbox.model.MimePath;
import org.apache.james.mailbox.model.PartContentDescriptor;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The parts that a FETCH asks for, each with all of its sections. James's own FetchGroup keeps the first section of each
 * part only, so that the second of {@code (BODY[1.MIME] BODY[1])} would come out empty.
 */
record WantedParts(List<PartContentDescriptor> descriptors) {
    private static final WantedParts NONE = new WantedParts(List.of());

    static WantedParts of(FetchData fetch) {
        Map<MimePath, Set<Profile>> profiles = new LinkedHashMap<>();
        for (BodyFetchElement element : fetch.getBodyElements()) {
            int[] path = element.getPath();
            if (path != null && path.length > 0) {
                profiles.computeIfAbsent(new MimePath(path), absent -> EnumSet.noneOf(Profile.class))
                        .add(profile(element.getSectionType()));
            }
        }
        return new WantedParts(profiles.entrySet().stream()
                .map(part -> new PartContentDescriptor(part.getValue(), part.getKey()))
                .toList());
    }

    private static Profile profile(SectionType section) {
        return switch (section) {
            case CONTENT -> Profile.MIME_CONTENT;
            case HEADER, HEADER_FIELDS, HEADER_NOT_FIELDS -> Profile.HEADERS;
            case MIME -> Profile.MIME_HEADERS;
            case TEXT -> Profile.BODY_CONTENT;
        };
    }

    static WantedParts of(ContextView context) {
        return context.getOrDefault(WantedParts.class, NONE);
    }

    Context addTo(Context context) {
        return context.put(WantedParts.class, this);
    }

    boolean isEmpty() {
        return descriptors.isEmpty();
    }
}
