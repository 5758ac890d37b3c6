# The page for many visitors: docs/serving.md says how to build and run it.
FROM python:3.13-slim

WORKDIR /app
COPY pyproject.toml setup.py README.md LICENSE ./
COPY recommender recommender
COPY assets assets
# From this folder (-e), because an installed package would have no demo. Without TensorFlow, which only
# exports the imagenet encoder.
RUN pip install --no-cache-dir -e ".[page]"
COPY .streamlit .streamlit
COPY page page
COPY streamlit_app.py ./
# Python can't write these later: the file system is read-only, and the user owns none of it.
RUN python -m compileall -q recommender page

# All that is written: collections, encoders and caches in /data; temporary files in /tmp.
RUN useradd --uid 1000 --no-create-home page && mkdir /data && chown page:page /data
ENV HOME=/data HASHTAG_RECOMMENDER_HOME=/data PYTHONUNBUFFERED=1
VOLUME /data
USER 1000:1000

EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
CMD ["python", "-m", "streamlit", "run", "streamlit_app.py", "--server.address=0.0.0.0", "--server.port=8501", "--server.headless=true", "--server.fileWatcherType=none"]
