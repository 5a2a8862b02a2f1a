import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.handler.HandlerInterceptorAdapter;

/** A page of another origin can make the browser send the user's cookie, but not these headers. */
class OwnPagesOnly extends HandlerInterceptorAdapter {
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        var site = request.getHeader("Sec-Fetch-Site");
        var origin = request.getHeader("Origin");
        // Browsers before 2023 send no Sec-Fetch-Site, and an Origin with everything but plain reads.
        var isOwn = site == null
                ? origin == null || origin.equals(Application.ORIGIN)
                : Set.of("same-origin", "none").contains(site);
        if (isOwn) return true;
        throw new Refusal(HttpStatus.FORBIDDEN, "Only pages of this origin may call this endpoint.");
    }
}
