// Starts Swagger UI with the session's CSRF token, in the light or dark of the product.
const { csrfToken, document: url } = document.body.dataset;
const theme = document.documentElement.dataset.theme;
const isDark = theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.classList.toggle("dark-mode", isDark);

SwaggerUIBundle({
  url,
  dom_id: "#api",
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  requestInterceptor(request) {
    request.headers["X-CSRFToken"] = csrfToken;
    return request;
  },
});
